import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = {
    done: "fa-check-circle text-success",
    missing: "fa-circle-o text-warning",
    optional: "fa-circle-thin text-muted",
};

/** The steps of a dispute: done, or missing and why, each with the way there. */
export class LitigeChecklist extends Component {
    static template = "litige_management.Checklist";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get checklist() {
        return this.props.record.data[this.props.name];
    }

    get steps() {
        return this.checklist.stages.flatMap((stage) => stage.steps);
    }

    /** What is still to do, what is required first. */
    get left() {
        return ["missing", "optional"].flatMap((state) =>
            this.steps.filter((step) => step.state === state)
        );
    }

    get done() {
        return this.steps.filter((step) => step.state === "done");
    }

    icon(step) {
        return ICONS[step.state];
    }

    async goTo(step) {
        if (step.tab) {
            document.querySelector(`.o_form_view .o_notebook .nav-link[name="${step.tab}"]`)?.click();
            return;
        }
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: step.method,
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            onClose: () => record.load(),
        });
    }
}

registry.category("fields").add("litige_checklist", {
    component: LitigeChecklist,
    supportedTypes: ["json"],
});
