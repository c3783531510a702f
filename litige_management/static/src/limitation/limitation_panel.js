import { Component, markup, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Why the last day to sue is what it is. Asked for when its tab is opened, and after each change. */
export class LimitationPanel extends Component {
    static template = "litige_management.LimitationPanel";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ html: "" });
        useRecordObserver(async (record) => {
            // Read, so that a new last day asks again.
            const { resId, data } = record;
            if (resId && data) {
                const html = await this.orm.call("litige.case", "get_limitation_panel", [resId]);
                this.state.html = markup(html);
            }
        });
    }
}

registry.category("view_widgets").add("litige_limitation_panel", { component: LimitationPanel });
