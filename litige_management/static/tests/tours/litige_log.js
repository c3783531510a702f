import { registry } from "@web/core/registry";
import * as hoot from "@odoo/hoot-dom";

import { expectText, Keyboard } from "./litige_keyboard";

const keyboard = new Keyboard();

/** Choose one channel in the chatter's filter. */
function showChannel(code) {
    return [
        { trigger: ".o-litige-Channel", run: "click" },
        {
            trigger: code
                ? `.o-litige-Channel-item[data-channel=${code}]`
                : ".o-litige-Channel-item:first",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("litige_log", {
    steps: () => [
        {
            content: "Log a call with the keyboard alone",
            trigger: "button[name=action_log]",
            run: async () => {
                await keyboard.press(hoot, ["alt", "shift", "l"]);
            },
        },
        {
            trigger: ".modal .o_field_widget[name=summary] textarea",
            run: async () => {
                keyboard.expectFocus("summary");
                await keyboard.type(hoot, "virement jeudi");
                await keyboard.press(hoot, ["control", "Enter"]);
                keyboard.expectAtMost(2);
            },
        },
        {
            content: "It shows in the thread",
            trigger: "body:not(:has(.modal)) .o-mail-Message:contains(virement jeudi)",
        },
        {
            content: "Log a visit, with a promise",
            trigger: "button[name=action_log]",
            run: "click",
        },
        { trigger: ".modal [name=channel] input[data-value=visit]", run: "click" },
        {
            content: "Both were there: nobody called",
            trigger: ".modal:not(:has(.o_field_widget[name=direction]))",
        },
        { trigger: ".modal [name=summary] textarea", run: "edit Portes reprises" },
        { trigger: ".modal [name=has_promise] input", run: "check" },
        {
            content: "What is due is proposed",
            trigger: ".modal [name=promise_amount] input",
            run({ anchor }) {
                if (!anchor.value.includes("200")) {
                    throw new Error(`What is due should be proposed, not ${anchor.value}`);
                }
            },
        },
        { trigger: ".modal [name=promise_date] input, .modal [name=promise_date] button", run: "click" },
        {
            trigger: ".modal [name=promise_date] input",
            run: `edit ${luxon.DateTime.now().plus({ days: 8 }).toFormat("dd/MM/yyyy")}`,
        },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o-mail-Message:contains(Portes reprises)" },
        {
            content: "The promise stands above the file",
            trigger: "[name=banners] [name=promise_notice]",
            run({ anchor }) {
                expectText(anchor, "200");
            },
        },
        ...showChannel("visit"),
        { trigger: ".o-mail-Chatter:not(:has(.o-mail-Message:contains(virement jeudi)))" },
        { trigger: ".o-mail-Message:contains(Portes reprises)" },
        ...showChannel("call"),
        { trigger: ".o-mail-Chatter:not(:has(.o-mail-Message:contains(Portes reprises)))" },
        { trigger: ".o-mail-Message:contains(virement jeudi)" },
        ...showChannel("sms"),
        { trigger: ".o-mail-Chatter:not(:has(.o-mail-Message))" },
        ...showChannel(),
        { trigger: ".o-mail-Message:contains(Portes reprises)" },
        { trigger: ".o-mail-Message:contains(virement jeudi)" },
    ],
});
