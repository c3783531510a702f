import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { serializeDate } from "@web/core/l10n/dates";
import { formatFloat } from "@web/core/utils/numbers";
import { parseFloat } from "@web/views/fields/parsers";

// Each has a key. `ask` is what a second click answers; without any, the first one is enough.
export const OUTCOMES = [
    { code: "promised", label: _t("Promises to pay"), icon: "fa-handshake-o", ask: "promise" },
    { code: "paid", label: _t("Says it is paid"), icon: "fa-check", ask: "back" },
    { code: "disputes", label: _t("Disputes it"), icon: "fa-balance-scale", ask: false },
    { code: "not_received", label: _t("Invoice not received"), icon: "fa-paper-plane-o", ask: "send" },
    { code: "no_answer", label: _t("No answer"), icon: "fa-phone-square", ask: "back" },
    { code: "wrong_contact", label: _t("Wrong contact"), icon: "fa-user-times", ask: "contact" },
    { code: "other", label: _t("Something else"), icon: "fa-pencil", ask: "back" },
];
const CHANNELS = [
    { code: "call", label: _t("Call"), icon: "fa-phone" },
    { code: "email", label: _t("E-mail"), icon: "fa-envelope-o" },
    { code: "sms", label: _t("Text message"), icon: "fa-commenting-o" },
    { code: "visit", label: _t("Visit"), icon: "fa-home" },
];
const KEYS = ["1", "2", "3", "4", "5", "6", "7"];

/** What came of the contact: one click, and one more when a day must be chosen. */
export class WorklistOutcomes extends Component {
    static template = "litige_management.WorklistOutcomes";
    static components = { DateTimeInput };
    static props = { card: Object, busy: Boolean, record: Function };

    setup() {
        this.outcomes = OUTCOMES;
        this.channels = CHANNELS;
        this.note = useRef("note");
        this.state = useState(this.blank(this.props.card));
        onWillUpdateProps((next) => {
            if (next.card !== this.props.card) {
                Object.assign(this.state, this.blank(next.card));
            }
        });
        for (const key of KEYS) {
            useHotkey(key, () => this.press(Number(key)));
        }
        useHotkey("n", () => this.note.el?.focus());
        useHotkey("escape", () => this.back(), { bypassEditableProtection: true });
    }

    blank(card) {
        return {
            asked: null,
            note: "",
            noteMissing: false,
            channel: "call",
            amount: formatFloat(card.promise.amount, { digits: [16, card.promise.digits] }),
            amountWrong: false,
            date: false,
            email: card.email,
            phone: "",
            newEmail: "",
            unchosen: {},
        };
    }

    get invoices() {
        const seen = new Set();
        return this.props.card.lines.filter((line) => {
            const first = !line.disputed && !seen.has(line.move_id);
            seen.add(line.move_id);
            return first;
        });
    }

    /** What the number keys choose once an outcome is chosen. */
    get choices() {
        const { ask } = this.state.asked || {};
        const { card } = this.props;
        if (ask === "promise") {
            return card.days.map((day) => () => this.promise(day.date));
        }
        if (ask === "back") {
            return card.returns.map((one) => () => this.done({ back: one.code }));
        }
        return { send: [() => this.send()], contact: [() => this.correct()] }[ask] || [];
    }

    press(number) {
        if (this.props.busy) {
            return;
        }
        if (!this.state.asked) {
            this.choose(OUTCOMES[number - 1]);
        } else {
            this.choices[number - 1]?.();
        }
    }

    /** Choose an outcome: it is done, or it asks for one thing more. */
    choose(outcome) {
        if (outcome.code === "other" && !this.state.note.trim()) {
            this.state.noteMissing = true;
            this.note.el?.focus();
            return;
        }
        this.state.asked = outcome;
        if (!outcome.ask) {
            this.done({});
        }
    }

    back() {
        this.note.el?.blur();
        this.state.asked = null;
    }

    promise(date) {
        try {
            return this.done({ date, amount: parseFloat(this.state.amount) });
        } catch {
            this.state.amountWrong = true; // not a number, as people here write them
        }
    }

    onDate(date) {
        if (date) {
            this.promise(serializeDate(date));
        }
    }

    send() {
        if (!this.state.email) {
            return;
        }
        const chosen = this.invoices
            .map((line) => line.move_id)
            .filter((id) => !this.state.unchosen[id]);
        return this.done({ move_ids: chosen, email: this.state.email });
    }

    correct() {
        return this.done({ phone: this.state.phone, email: this.state.newEmail });
    }

    async done(values) {
        const { asked, note, channel } = this.state;
        try {
            await this.props.record(asked.code, { note, channel, ...values });
        } finally {
            this.state.asked = null;
        }
    }
}
