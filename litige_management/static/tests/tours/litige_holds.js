import { registry } from "@web/core/registry";

// An invoice in dispute is reset to draft, once somebody has said why.
registry.category("web_tour.tours").add("litige_invoice_change", {
    steps: () => [
        {
            content: "Reset the disputed invoice to draft",
            trigger: ".o_form_view button[name=button_draft]",
            run: "click",
        },
        {
            content: "Odoo asks why",
            trigger: ".modal:not(:has(.o_form_view)) footer .btn-primary",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal [name=reason] textarea",
            run: "edit Taux de TVA erroné",
        },
        {
            content: "Go on",
            trigger: ".modal footer button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "The invoice is a draft, on screen too",
            trigger:
                "body:not(:has(.modal)) .o_statusbar_status [data-value=draft].o_arrow_button_current",
        },
    ],
});

// Two holds lifted at once, for one reason.
registry.category("web_tour.tours").add("litige_holds", {
    steps: () => [
        {
            content: "Choose every held amount",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Lift the holds",
            trigger: ".o_control_panel button[name=action_lift_hold]",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal [name=reason] input",
            run: "edit Les travaux ont été repris",
        },
        {
            content: "Go on",
            trigger: ".modal footer button[name=action_lift]",
            run: "click",
        },
        {
            content: "Nothing is held any more",
            trigger: "body:not(:has(.modal)) .o_view_nocontent",
        },
    ],
});
