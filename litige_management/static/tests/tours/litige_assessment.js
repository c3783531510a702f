import { registry } from "@web/core/registry";

import { expectText } from "./litige_keyboard";

// Weighing a file: positions proposed from the dispute, one cell of the table changed, one
// comparison of settling with going on. Selectors, not words: it runs in any language.

const IDLE = "body:not(:has(.modal))";

registry.category("web_tour.tours").add("litige_assessment", {
    steps: () => [
        {
            content: "Open the assessment",
            trigger: ".o_form_view [name=assessment].nav-link",
            run: "click",
        },
        {
            content: "Nothing is written yet: propose what the dispute holds",
            trigger: ".o_litige_steps [data-step=positions] button",
            run: "click",
        },
        {
            content: "The exhibit proves what we claim",
            trigger: ".o_litige_matrix tr[data-position] select",
            run: "select supports:strong",
        },
        {
            content: "The strength follows",
            trigger: ".o_litige_matrix .o_litige_strength_proven",
        },
        {
            content: "And the mark is shown",
            trigger: ".o_litige_matrix td.o_litige_supports.o_litige_strong",
            run() {
                expectText(this.anchor, "✚✚✚");
            },
        },
        {
            content: "Compare settling with going on",
            trigger: ".o_litige_steps [data-step=estimate] button",
            run: "click",
        },
        {
            content: "An even chance",
            trigger: ".modal [name=chance] input",
            run: "edit 50",
        },
        {
            content: "Seven hundred are offered",
            trigger: ".modal [name=offer] input",
            run: "edit 700 && press Tab",
        },
        {
            content: "The chart has both lines",
            trigger: ".modal .o_litige_chart:has(polyline):has(line[stroke-dasharray='6 4'])",
        },
        {
            content: "Keep it",
            trigger: ".modal footer .o_form_button_save",
            run: "click",
        },
        {
            content: "The last comparison is shown on the dispute",
            trigger: `${IDLE} .o_field_widget[name=estimate_verdict]`,
            run() {
                expectText(this.anchor, "100,00");
            },
        },
        {
            content: "Its step is done",
            trigger: `${IDLE} .o_litige_steps:has([data-step=estimate]):not(:has([data-step=estimate] button))`,
        },
    ],
});
