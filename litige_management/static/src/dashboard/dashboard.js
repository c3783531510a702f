import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const OVERDUE = "litige_management.account_move_action_litige_overdue";

/** The figures of the disputes, one tile for each question. The server words and measures them. */
export class LitigeDashboard extends Component {
    static template = "litige_management.Dashboard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ tiles: [] });
        onWillStart(async () => {
            Object.assign(this.state, await this.orm.call("litige.dashboard", "get_figures", []));
        });
    }

    open(action) {
        return action && this.action.doAction(action);
    }

    openOverdue() {
        return this.action.doAction(OVERDUE);
    }

    percent(size) {
        return `${(100 * size).toFixed(1)}%`;
    }
}

registry.category("actions").add("litige_dashboard", LitigeDashboard);
