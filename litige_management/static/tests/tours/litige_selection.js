import { registry } from "@web/core/registry";

import { Keyboard, expectText } from "./litige_keyboard";

// Invoices of several customers chosen in the list: one dispute per customer, the rest in words.

const keyboard = new Keyboard();

registry.category("web_tour.tours").add("litige_selection", {
    steps: () => [
        {
            content: "Choose every invoice of the list",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Open disputes on them",
            trigger: ".o_control_panel button[name=action_litige_open]",
            run: "click",
        },
        {
            content: "The form says how many disputes will be opened",
            trigger: ".modal [name=case_count]",
            run() {
                expectText(this.anchor, "2");
            },
        },
        {
            content: "What cannot be disputed is left out, in words",
            trigger: ".modal [name=refusal_note]",
            run() {
                if (!this.anchor.textContent.trim()) {
                    throw new Error("The invoice left out is not named");
                }
            },
        },
        {
            content: "Three invoices, of two customers",
            trigger: ".modal [name=line_ids] .o_data_row:eq(2)",
        },
        {
            content: "Open them with the cause proposed",
            trigger: ".modal [name=cause_id] input:focus",
            async run(helpers) {
                await keyboard.press(helpers, "alt+q");
            },
        },
        {
            content: "The two new disputes are listed",
            trigger: "body:not(:has(.modal)) .o_list_view:has(th[data-name=cause_id]) .o_data_row:eq(1)",
        },
    ],
});
