import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const BADGES = {
    open: "text-bg-success",
    warning: "text-bg-warning",
    closed: "text-bg-secondary",
};

/** The amicable ways of a dispute: open or closed and why, each with the right act as a button. */
export class LitigeRemedyCards extends Component {
    static template = "litige_management.RemedyCards";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name];
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
