import { registry } from "@web/core/registry";

import { Keyboard, expectText, waitFor } from "./litige_keyboard";

// The main job of the addon, as a person does it: an overdue invoice, a dispute opened by keyboard,
// the money comes in, the dispute closes. Selectors, not words: it runs in any language. It waits
// for fields by what they show, since the keyboard is faster than the server.

const keyboard = new Keyboard();

/** Resolve to the type and the fingerprint of the next file that the page offers to save. */
function catchDownload() {
    return new Promise((resolve) => {
        const createObjectURL = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
            URL.createObjectURL = createObjectURL;
            resolve(fingerprint(blob));
            return createObjectURL.call(URL, blob);
        };
    });
}

async function fingerprint(blob) {
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    const bytes = [...new Uint8Array(digest)];
    return { type: blob.type, hash: bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

let downloaded;

registry.category("web_tour.tours").add("litige_main_job", {
    steps: () => [
        {
            content: "The invoice says how late it is, and how much",
            trigger: "[name=litige_overdue]",
            run() {
                expectText(this.anchor, "34");
                expectText(this.anchor, "1 200,00 €");
            },
        },
        {
            content: "Open a dispute",
            trigger: "[name=litige_overdue] button[name=action_litige_open]",
            run: "click",
        },
        {
            content: "The cause has the focus: type its first letters",
            trigger: ".modal [name=cause_id] input:focus",
            async run(helpers) {
                await keyboard.search(helpers, ".modal [name=cause_id]", "err");
            },
        },
        {
            content: "Take what is proposed",
            trigger: ".modal [name=cause_id] .o-autocomplete--dropdown-item .ui-state-active .text-primary",
            async run(helpers) {
                await keyboard.press(helpers, "Enter");
            },
        },
        {
            content: "Say what the customer says, and that his standing was checked",
            trigger: ".modal [name=cause_id]:not(:has(.o-autocomplete--dropdown-menu))",
            async run(helpers) {
                await keyboard.press(helpers, "Tab");
                keyboard.expectFocus("description");
                await keyboard.type(helpers, "14 m² au devis, 16 sur la facture");
                await keyboard.press(helpers, "Tab");
                keyboard.expectFocus("standing");
                await keyboard.press(helpers, "Tab");
                keyboard.expectFocus("standing_confirmed");
                await keyboard.press(helpers, "Space");
            },
        },
        {
            content: "Open",
            trigger: ".modal [name=standing_confirmed] input:checked",
            async run(helpers) {
                await keyboard.press(helpers, "alt+q");
                keyboard.expectAtMost(12);
            },
        },
        {
            content: "The dispute holds the invoice",
            trigger: "body:not(:has(.modal)) [name=claim_ids] .o_data_row [name=open_amount]",
            run() {
                expectText(this.anchor, "1 200,00 €");
            },
        },
        {
            content: "Nothing is proposed to close as long as money is due",
            trigger: ".o_form_view:not(:has(button[name=action_close_paid]))",
        },
        {
            content: "The phases follow each other from left to right",
            trigger: ".o_statusbar_status",
            run() {
                const left = (phase) =>
                    this.anchor.querySelector(`[data-value=${phase}]`).getBoundingClientRect().left;
                const order = ["identification", "assessment", "amicable", "judicial", "execution"];
                if (order.some((phase, rank) => rank && left(phase) <= left(order[rank - 1]))) {
                    throw new Error(`Phases in this order: ${order.map(left)}`);
                }
            },
        },
        {
            content: "Seek an agreement",
            trigger: ".o_statusbar_status button[data-value=amicable]",
            run: "click",
        },
        {
            content: "What is missing is said, and nothing is blocked",
            trigger: ".modal .text-prewrap:contains(•)",
        },
        {
            content: "Go on anyway",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "The dispute is in its amicable phase: write a formal notice",
            trigger:
                ".o_form_view:has(.o_arrow_button_current[data-value=amicable]) button[name=action_write_notice]",
            run: "click",
        },
        {
            content: "The draft claims what is due",
            trigger: ".o_field_widget[name=subject] :is(input, textarea)",
            run() {
                if (!this.anchor.value.includes("FAC/")) {
                    throw new Error("The letter does not name the invoice");
                }
            },
        },
        {
            content: "Confirm it",
            trigger: ".o_form_view button[name=action_confirm]",
            run: "click",
        },
        {
            content: "See what it warns of",
            trigger: ".modal [name=check_ids] .o_data_row",
            async run(helpers) {
                // Each box is saved when it is ticked, and the list drawn again: one at a time.
                const boxes = ".modal [name=check_ids] [name=is_acknowledged] input";
                const count = document.querySelectorAll(boxes).length;
                for (let ticked = 0; ticked < count; ticked++) {
                    await helpers.click(`${boxes}:not(:checked)`);
                    await waitFor(
                        () => document.querySelectorAll(`${boxes}:checked`).length > ticked
                    );
                }
            },
        },
        {
            content: "Each warning was seen",
            trigger: ".modal [name=check_ids]:not(:has([name=is_acknowledged] input:not(:checked)))",
        },
        {
            content: "Confirm the letter all the same",
            trigger: ".modal button[name=action_confirm_checked]",
            run: "click",
        },
        {
            content: "The letter is frozen: look at its seal",
            trigger:
                "body:not(:has(.modal)) .o_form_view:has(.o_arrow_button_current[data-value=confirmed]) [name=proof].nav-link",
            run: "click",
        },
        {
            content: "Print it",
            trigger: "button[name=action_print]",
            async run(helpers) {
                downloaded = catchDownload();
                await helpers.click();
            },
        },
        {
            content: "What was downloaded is the frozen file, to the last byte",
            trigger: ".o_field_widget[name=document_hash]",
            async run() {
                const { type, hash } = await downloaded;
                if (type !== "application/pdf" || hash !== this.anchor.textContent.trim()) {
                    throw new Error(`Downloaded: ${type}, ${hash}`);
                }
            },
        },
        {
            content: "Back to the dispute",
            trigger: "button[name=action_view_case]",
            run: "click",
        },
        {
            content: "See the invoice",
            trigger: "button[name=action_view_invoices]",
            run: "click",
        },
        {
            content: "The invoice says what is held, and by which dispute",
            trigger: "[name=litige_disputed]:has(button[name=action_litige_view])",
            run() {
                expectText(this.anchor, "LIT/");
                expectText(this.anchor, "1 200,00 €");
            },
        },
        {
            content: "The customer pays",
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            content: "Register the payment",
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            content: "The invoice is paid, and still in dispute: nothing closes by itself",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_register_payment]))",
        },
        {
            content: "Back to the dispute",
            trigger: "button[name=action_litige_view]",
            run: "click",
        },
        {
            content: "Close as paid",
            trigger: "button[name=action_close_paid]",
            run: "click",
        },
        {
            content: "The dispute is closed",
            trigger: ".o_arrow_button_current[data-value=closed]",
        },
        {
            content: "The banner has gone",
            trigger: ".o_form_view:not(:has(button[name=action_close_paid])) .o_field_widget[name=outcome]",
        },
    ],
});
