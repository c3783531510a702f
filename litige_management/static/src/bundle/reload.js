import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PENDING = ["queued", "running"];
const DELAY = 2000;

/** Reads the record again while it is being made in the background. */
export class LitigeReload extends Component {
    static template = xml`<t/>`;
    static props = { ...standardWidgetProps };

    setup() {
        let timer;
        onMounted(() => {
            timer = setInterval(() => this.reload(), DELAY);
        });
        onWillUnmount(() => clearInterval(timer));
    }

    async reload() {
        const { record } = this.props;
        if (PENDING.includes(record.data.state) && record.resId) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("litige_reload", { component: LitigeReload });
