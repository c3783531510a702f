import { registry } from "@web/core/registry";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";
import { StatusBarButtons } from "@web/views/form/status_bar_buttons/status_bar_buttons";

/** The class of the header buttons that wait in a menu, so that one line holds the others. */
const FOLDED = "o_litige_more";

/** Tells the slots of the header whose button waits in the menu. */
export class CaseFormCompiler extends FormCompiler {
    compileHeader() {
        const header = super.compileHeader(...arguments);
        for (const slot of header.querySelectorAll("StatusBarButtons > t")) {
            const classes = slot.firstElementChild?.getAttribute("className") || "";
            if (classes.includes(FOLDED)) {
                slot.setAttribute("isFolded", "true");
            }
        }
        return header;
    }
}

export class CaseStatusBarButtons extends StatusBarButtons {
    static template = "litige_management.CaseStatusBarButtons";

    /** On a phone Odoo shows the first button and folds all others: so do we. */
    get shownSlotNames() {
        const names = this.visibleSlotNames;
        const main = names.filter((name) => !this.props.slots[name].isFolded);
        return this.env.isSmall ? main.slice(0, 1) : main;
    }

    get foldedSlotNames() {
        const shown = this.shownSlotNames;
        return this.visibleSlotNames.filter((name) => !shown.includes(name));
    }
}

export class CaseFormRenderer extends FormRenderer {
    static components = {
        ...FormRenderer.components,
        StatusBarButtons: CaseStatusBarButtons,
    };
}

registry.category("views").add("litige_case_form", {
    ...formView,
    Renderer: CaseFormRenderer,
    Compiler: CaseFormCompiler,
});
