import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

const ICONS = {
    call: "fa-phone",
    email: "fa-envelope-o",
    letter: "fa-file-text-o",
    sms: "fa-commenting-o",
    meeting: "fa-users",
    visit: "fa-home",
    reminder: "fa-bell-o",
};
const ALERTS = {
    danger: ["alert-danger", "fa-exclamation-triangle"],
    warning: ["alert-warning", "fa-exclamation-circle"],
    info: ["alert-info", "fa-info-circle"],
};

/** One customer: who, what is late, what to know, what was said. */
export class WorklistCard extends Component {
    static template = "litige_management.WorklistCard";
    static props = { card: Object };

    setup() {
        this.action = useService("action");
    }

    icon(exchange) {
        return ICONS[exchange.icon] || "fa-comment-o";
    }

    alert(warning) {
        return ALERTS[warning.kind];
    }

    tel(number) {
        return `tel:${number.replace(/[^+\d]/g, "")}`;
    }

    open(model, resId) {
        if (Array.isArray(resId)) {
            return this.action.doAction({
                type: "ir.actions.act_window",
                name: this.props.card.name,
                res_model: model,
                domain: [["id", "in", resId]],
                views: [
                    [false, "list"],
                    [false, "form"],
                ],
            });
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}
