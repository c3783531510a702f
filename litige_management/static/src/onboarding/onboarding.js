import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";

/** The six first steps of a company, above the disputes, until they are done or put away. */
export class LitigeOnboarding extends Component {
    static template = "litige_management.Onboarding";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ steps: [], done: 0, company: "" });
        // Who sets nothing up is told nothing.
        onWillStart(async () => this.show(await this.orm.call("litige.onboarding", "get_steps")));
    }

    show({ steps = [], done = 0, company = "" }) {
        Object.assign(this.state, { steps, done, company });
    }

    get percent() {
        return Math.round((100 * this.state.done) / this.state.steps.length);
    }

    /** The first step that is still to do: the one that is proposed. */
    get nextStep() {
        return this.state.steps.find((step) => !step.done && !step.skipped && !step.hint);
    }

    get next() {
        return this.nextStep?.code;
    }

    getState(step) {
        return step.done ? _t("Done") : step.skipped ? _t("Left out") : _t("To do");
    }

    async open(step) {
        const action = await this.orm.call("litige.onboarding", "open_step", [step.code]);
        this.action.doAction(action);
    }

    async skip(code) {
        this.show(await this.orm.call("litige.onboarding", "skip", [code]));
    }
}

class LitigeCaseKanbanController extends KanbanController {
    static template = "litige_management.CaseKanbanView";
    static components = { ...KanbanController.components, LitigeOnboarding };
}

class LitigeCaseListController extends ListController {
    static template = "litige_management.CaseListView";
    static components = { ...ListController.components, LitigeOnboarding };
}

registry.category("views").add("litige_case_kanban", {
    ...kanbanView,
    Controller: LitigeCaseKanbanController,
});
registry.category("views").add("litige_case_list", {
    ...listView,
    Controller: LitigeCaseListController,
});
