import { Component, onWillStart, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { WorklistCard } from "./worklist_card";
import { WorklistOutcomes } from "./worklist_outcomes";

const MODEL = "litige.worklist";

/** Who to contact today, one customer after another, everything on one screen. */
export class Worklist extends Component {
    static template = "litige_management.Worklist";
    static components = { Layout, WorklistCard, WorklistOutcomes };
    static props = { ...standardActionServiceProps };
    static path = "worklist";

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.env.config.setDisplayName(_t("To Contact Today"));
        this.cards = new Map(); // those being loaded, and the next one, by customer
        this.state = useState({
            day: null,
            current: null,
            card: null,
            loading: false,
            busy: false,
            mine: false,
            showSkipped: false,
            // A customer who is not in the list, and that a person wants to see all the same.
            visited: null,
        });
        useHotkey("s", () => this.skip(), { isAvailable: () => Boolean(this.state.current) });
        onWillStart(() => this.load());
    }

    // What is in the list

    get entries() {
        const { day, mine } = this.state;
        return mine ? day.entries.filter((entry) => entry.mine) : day.entries;
    }

    /** A choice between all and mine is only offered where it changes something. */
    get hasOthers() {
        const { entries } = this.state.day;
        return entries.some((entry) => entry.mine) && entries.some((entry) => !entry.mine);
    }

    get total() {
        const { currency, more_value } = this.state.day;
        const value = this.entries.reduce((sum, entry) => sum + entry.value, more_value);
        return formatCurrency(value, currency);
    }

    get position() {
        return this.entries.findIndex((entry) => entry.id === this.state.current) + 1;
    }

    get percent() {
        const { done, entries, more } = this.state.day;
        const all = done.count + entries.length + more;
        return all ? Math.round((100 * done.count) / all) : 100;
    }

    async load() {
        this.cards.clear();
        this.state.day = await this.orm.call(MODEL, "get_day", []);
        this.show(this.entries[0]?.id); // the list is read while the first one comes
    }

    // Going from one to the next

    /** Show a customer of the list, without waiting when it was the next one. */
    async show(id) {
        this.state.visited = null;
        this.state.current = id || null;
        if (!id) {
            this.state.card = null;
            return;
        }
        await this.display(id);
        const next = this.entries[this.position]?.id;
        if (next) {
            this.fetch(next);
        }
    }

    /** Show a customer who is left alone today. */
    async visit(row) {
        this.state.visited = row;
        this.state.current = row.id;
        await this.display(row.id);
    }

    async display(id) {
        this.state.loading = true;
        try {
            const card = await this.fetch(id);
            if (this.state.current === id) {
                this.state.card = card;
            }
        } finally {
            this.state.loading = false;
            this.cards.delete(id); // shown once: what it says changes
        }
    }

    fetch(id) {
        if (!this.cards.has(id)) {
            this.cards.set(id, this.orm.silent.call(MODEL, "get_customer", [id]));
        }
        return this.cards.get(id);
    }

    /** Come to the next one; this one is left for later. */
    async skip() {
        const { entries } = this;
        const next = entries[this.position] || entries[0];
        await this.show(next?.id);
    }

    async toggleMine() {
        this.state.mine = !this.state.mine;
        await this.show(this.entries[0]?.id);
    }

    // What came of it

    async record(outcome, values) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        const { id, known } = this.state.card;
        try {
            const answer = await this.orm.call(MODEL, "record", [id, outcome, { ...values, known }]);
            this.notification.add(answer.message, {
                type: answer.conflict ? "warning" : "success",
            });
            if (answer.stay) {
                await this.display(id);
            } else if (answer.action) {
                // A call answers without the views that a button is given.
                const action = { views: [[false, "form"]], ...answer.action };
                await this.action.doAction(action, { onClose: () => this.forget(id, answer) });
            } else {
                await this.forget(id, answer);
            }
        } finally {
            this.state.busy = false;
        }
    }

    /** Take a customer off the list, say why below it, and come to the next one. */
    async forget(id, answer) {
        const { day } = this.state;
        const position = this.entries.findIndex((entry) => entry.id === id);
        const known = [...day.entries, ...day.skipped].find((row) => row.id === id);
        day.entries = day.entries.filter((entry) => entry.id !== id);
        day.skipped = day.skipped.filter((row) => row.id !== id);
        if (known && answer.why) {
            day.skipped.unshift({ ...known, why: answer.why, details: answer.why });
        }
        day.done = await this.orm.silent.call(MODEL, "get_done", []);
        if (!day.entries.length && day.more) {
            return this.load(); // those that did not fit
        }
        const next = this.entries[Math.max(position, 0)] || this.entries[0];
        await this.show(next?.id);
    }

    // Elsewhere

    openPromises() {
        return this.action.doAction("litige_management.litige_promise_action");
    }

    openOutcomes() {
        return this.action.doAction("litige_management.litige_contact_outcome_action");
    }
}

registry.category("actions").add("litige_worklist", Worklist);
