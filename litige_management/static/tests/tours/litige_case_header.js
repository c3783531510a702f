import { registry } from "@web/core/registry";

const BAR = ".o_form_view .o_form_statusbar";

/** The header holds on one line, with one primary button: that of the phase. */
function checkHeader(name) {
    const bar = document.querySelector(BAR);
    const primary = [...bar.querySelectorAll(".o_statusbar_buttons .btn-primary")];
    if (primary.map((button) => button.name).join() !== name) {
        throw new Error(`Primary: ${primary.map((button) => button.name)}`);
    }
    const tops = [...bar.querySelectorAll(".o_statusbar_buttons .btn")].map((button) =>
        Math.round(button.getBoundingClientRect().top)
    );
    if (new Set(tops).size > 1) {
        throw new Error(`The buttons wrap: ${tops}`);
    }
}

registry.category("web_tour.tours").add("litige_case_header", {
    steps: () => [
        {
            content: "Before a notice, it comes first",
            trigger: `${BAR} button.btn-primary[name=action_write_notice]`,
            run: () => checkHeader("action_write_notice"),
        },
        {
            content: "The rarer acts wait in a menu",
            trigger: `${BAR}:not(:has(button[name=action_invite_customer])) .o_litige_more_toggle`,
            run: "click",
        },
        {
            content: "Invite the customer",
            trigger: ".o-dropdown--menu button[name=action_invite_customer]",
            run: "click",
        },
        {
            content: "The dialog is there: leave it",
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "Go to court",
            trigger: "body:not(:has(.modal)) .o_statusbar_status button[data-value=judicial]",
            run: "click",
        },
        {
            content: "Go on anyway",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "The file comes first then",
            trigger: `${BAR}:has(.o_arrow_button_current[data-value=judicial]) button.btn-primary[name=action_bundle]`,
            run: () => checkHeader("action_bundle"),
        },
    ],
});
