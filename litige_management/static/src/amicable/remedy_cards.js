import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const BADGES = {
    open: "text-bg-success",
    warning: "text-bg-warning",
    closed: "text-bg-danger",
};
const STAGES = [
    ["amicable", _t("Without a Judge")],
    ["court", _t("With a Judge or a Judicial Officer")],
    ["insolvency", _t("When the Customer Is Insolvent")],
    ["decision", _t("Against a Decision")],
];

/** What can be done now: each way open or closed and why, with the right act as a button. */
export class LitigeRemedyCards extends Component {
    static template = "litige_management.RemedyCards";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    /** The ladder, lightest way first, cut where it changes door. Insolvency comes before all. */
    get stages() {
        const stages = STAGES.map(([code, label]) => ({
            code,
            label,
            cards: this.value.cards.filter((card) => card.stage === code),
        })).filter((stage) => stage.cards.length);
        const first = (stage) =>
            stage.code === "insolvency" && stage.cards.some((card) => card.status !== "closed");
        return [...stages.filter(first), ...stages.filter((stage) => !first(stage))];
    }

    badge(card) {
        return card.running ? "text-bg-info" : BADGES[card.status];
    }

    open(card) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "litige.proceeding",
            res_id: card.running,
            views: [[false, "form"]],
        });
    }

    async act(card, act) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: act.method,
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            buttonContext: { litige_remedy: card.code },
            onClose: () => record.load(),
        });
    }
}

registry.category("fields").add("litige_remedy_cards", {
    component: LitigeRemedyCards,
    supportedTypes: ["json"],
});
