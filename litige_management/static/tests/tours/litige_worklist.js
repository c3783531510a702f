import { registry } from "@web/core/registry";
import * as hoot from "@odoo/hoot-dom";

import { expectText, Keyboard } from "./litige_keyboard";

const keyboard = new Keyboard();

/** The customer on screen, once what they owe is there and nothing is under way. */
function shown(name) {
    return `.o_litige_worklist_main:not(.o_loading) [name=customer]:contains(${name})`;
}

/** Two keys: what came of it, and when. */
function press(name, ...keys) {
    return {
        content: `What came of it: ${name}`,
        trigger: `.o_litige_worklist:has(${shown(name)}) .o_litige_worklist_outcomes:not(.o_busy)`,
        run: async () => {
            for (const key of keys) {
                await keyboard.press(hoot, key);
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
        },
    };
}

registry.category("web_tour.tours").add("litige_worklist", {
    steps: () => [
        {
            content: "The biggest sum comes first, with a sentence to say",
            trigger: `.o_litige_worklist:has(${shown("Girard")}) [name=sentence]`,
            run({ anchor }) {
                expectText(anchor, "890");
            },
        },
        {
            content: "The phone is one click away",
            trigger: "a[name=phone][href='tel:+33472000001']",
        },
        {
            content: "The first choice of the outcomes is by key",
            trigger: "button[data-outcome=promised] kbd:contains(1)",
        },
        press("Girard", "1", "1"),
        press("Dubreuil", "5", "2"),
        {
            content: "Four keys for two customers",
            trigger: shown("Martin"),
            run() {
                keyboard.expectAtMost(4);
            },
        },
        {
            content: "Say what she says",
            trigger: "textarea[name=note]",
            run: "edit Le vernis cloque",
        },
        { trigger: "button[data-outcome=disputes]", run: "click" },
        {
            content: "Her words are in the form that opens a dispute",
            trigger: ".modal [name=description] textarea",
            run({ anchor }) {
                if (anchor.value !== "Le vernis cloque") {
                    throw new Error(`What was said is lost: ${anchor.value}`);
                }
            },
        },
        { trigger: ".modal [name=cause_id] input", run: "edit conform" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(onform)", run: "click" },
        { trigger: ".modal [name=cause_id] input:value(onform)" },
        { trigger: ".modal button[name=action_open]", run: "click" },
        {
            content: "All done, and what came of it",
            trigger: "body:not(:has(.modal)) .o_litige_worklist [name=end] h2",
        },
        {
            content: "Those left alone say why",
            trigger: "button[name=skipped]",
            run: "click",
        },
        { trigger: ".o_litige_worklist_skipped .o_litige_worklist_entry" },
    ],
});
