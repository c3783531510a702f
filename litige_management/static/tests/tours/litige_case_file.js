import { registry } from "@web/core/registry";

import { Keyboard, expectText, waitFor } from "./litige_keyboard";

// A case file, from the overdue invoice to the three bundles. Three tours, since time goes by between
// them: the customer writes an e-mail, the server makes the files. Selectors, not words.

const keyboard = new Keyboard();

/** Choose a value of a list and tell the page. */
function choose(select, value) {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The steps that ask for the file of one reader, from the case and back. */
function askFor(audience) {
    return [
        {
            content: `Ask for the file: ${audience}`,
            trigger: "body:not(:has(.modal)) .o_form_view button[name=action_bundle]",
            run: "click",
        },
        {
            content: "Choose its reader",
            trigger: `.modal [name=audience] input[data-value=${audience}]`,
            run: "click",
        },
        {
            content: "Have it made",
            trigger: `.modal:has([name=audience] input[data-value=${audience}]:checked) button[name=action_make]`,
            run: "click",
        },
        {
            content: "It waits for the server; the user goes on working",
            trigger:
                "body:not(:has(.modal)) .o_form_view:has([name=is_other_side], [name=audience]) .o_arrow_button_current[data-value=queued]",
        },
        {
            content: "Back to the dispute",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button a",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("litige_case_file_call", {
    steps: () => [
        {
            content: "An overdue invoice: open a dispute",
            trigger: "[name=litige_overdue] button[name=action_litige_open]",
            run: "click",
        },
        {
            content: "With the cause proposed",
            trigger: ".modal button[name=action_open]:visible",
            run: "click",
        },
        {
            content: "The customer calls: log it",
            trigger: "body:not(:has(.modal)) .o_form_view button[name=action_log]",
            run: "click",
        },
        {
            content: "The words have the focus",
            trigger: ".modal [name=summary] textarea:focus",
            async run(helpers) {
                await keyboard.type(helpers, "le comptable promet un virement le 15");
            },
        },
        {
            content: "The customer called, not we",
            trigger: ".modal [name=direction] input[data-value=in]",
            run: "click",
        },
        {
            content: "A promise was made",
            trigger: ".modal [name=has_promise] input",
            run: "click",
        },
        {
            content: "Of all that is due, for a day",
            trigger: ".modal [name=promise_date] :is(input, button)",
            async run(helpers) {
                const amount = document.querySelector(".modal [name=promise_amount] input");
                if (!amount.value.startsWith("1")) {
                    throw new Error(`The amount due should be proposed, not ${amount.value}`);
                }
                await helpers.click();
                await waitFor(() => document.querySelector(".modal [name=promise_date] input"));
                const day = luxon.DateTime.now().plus({ days: 30 }).toFormat("dd/MM/yyyy");
                await helpers.edit(day, ".modal [name=promise_date] input");
                await keyboard.press(helpers, "Tab");
            },
        },
        {
            content: "Log it",
            trigger: ".modal footer .o_form_button_save, .modal footer button.btn-primary",
            run: "click",
        },
        {
            content: "The dispute says what was promised, the thread what was said",
            trigger: "body:not(:has(.modal)) [name=promise_notice]",
        },
        {
            content: "In the thread",
            trigger: ".o-mail-Message:contains(virement le 15)",
        },
    ],
});

registry.category("web_tour.tours").add("litige_case_file", {
    steps: () => [
        {
            content: "The e-mail of the customer is in the thread",
            trigger: ".o-mail-Message:contains(livraison)",
        },
        {
            content: "See the exhibits",
            trigger: "[name=exhibits].nav-link",
            run: "click",
        },
        {
            content: "The file attached to the e-mail is proposed: accept it",
            trigger: "[name=exhibit_ids] .o_data_row button[name=action_accept]",
            run: "click",
        },
        {
            content: "Collect what Odoo holds",
            trigger:
                "[name=exhibit_ids]:not(:has(button[name=action_accept])):has(.o_data_row), button[name=action_collect_exhibits]",
        },
        {
            content: "Collect",
            trigger: "button[name=action_collect_exhibits]",
            run: "click",
        },
        {
            content: "The invoice is found",
            trigger: ".modal [name=line_ids] .o_data_row",
        },
        {
            content: "Add it",
            trigger: ".modal button[name=action_add]",
            run: "click",
        },
        {
            content: "Two exhibits",
            trigger: "body:not(:has(.modal)) [name=exhibit_ids] .o_data_row:eq(1)",
        },
        {
            content: "See the assessment",
            trigger: "[name=assessment].nav-link",
            run: "click",
        },
        {
            content: "Write down what is claimed",
            trigger: "button[name=action_propose_positions]",
            run: "click",
        },
        {
            content: "Weigh the first exhibit against the first position",
            trigger: ".o_litige_matrix td:has(select.o_litige_matrix_cell)",
            run() {
                choose(this.anchor.querySelector("select"), "supports:strong");
            },
        },
        {
            content: "The position is proven",
            trigger: ".o_litige_matrix .o_litige_strength_proven",
        },
        {
            content: "Back to the exhibits",
            trigger: "[name=exhibits].nav-link",
            run: "click",
        },
        {
            content: "Freeze the file",
            trigger: "button[name=action_freeze_file]",
            run: "click",
        },
        {
            content: "It cannot be undone: yes",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "It is frozen",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_freeze_file])) [name=exhibit_ids] .fa-snowflake-o",
        },
        ...askFor("mediator"),
        ...askFor("court"),
        ...askFor("insurer"),
        {
            content: "The dispute again",
            trigger: ".o_form_view button[name=action_bundle]",
        },
    ],
});

registry.category("web_tour.tours").add("litige_case_file_read", {
    steps: () => [
        {
            content: "The three files are ready",
            trigger: "button[name=action_view_bundles]",
            run: "click",
        },
        {
            content: "Each with its PDF",
            trigger: ".o_list_view .o_data_row:eq(2)",
            run() {
                const done = document.querySelectorAll(".o_list_view [name=state] .text-bg-success");
                if (done.length !== 3) {
                    throw new Error(`${done.length} files are done`);
                }
            },
        },
        {
            content: "Open the first",
            trigger: ".o_list_view .o_data_row:first [name=audience]",
            run: "click",
        },
        {
            content: "Its fingerprints are there to copy",
            trigger: ".o_form_view [name=pdf_hash]",
            run() {
                if (this.anchor.textContent.replace(/\W/g, "").length < 64) {
                    expectText(this.anchor, "a fingerprint");
                }
            },
        },
    ],
});
