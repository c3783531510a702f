import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { StatusBarField, statusBarField } from "@web/views/fields/statusbar/statusbar_field";

/** The phases of a dispute: says what is missing before it moves on, and lets a person decide. */
export class PhaseStatusBar extends StatusBarField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.dialog = useService("dialog");
    }

    async selectItem(item) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const missing = record.resId
            ? await this.orm.call(record.resModel, "get_missing_steps", [[record.resId], item.value])
            : [];
        if (!missing.length) {
            return super.selectItem(item);
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Some steps are missing"),
            body: missing.map((step) => `• ${step}`).join("\n"),
            confirmLabel: _t("Go On Anyway"),
            confirm: () => super.selectItem(item),
            cancelLabel: _t("Stay Here"),
            cancel: () => {},
        });
    }
}

registry.category("fields").add("litige_phase_statusbar", {
    ...statusBarField,
    component: PhaseStatusBar,
    // Odoo draws its arrows, in their order, below this class.
    additionalClasses: ["o_field_statusbar"],
});
