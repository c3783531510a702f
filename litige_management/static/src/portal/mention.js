import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** The sum that a debtor acknowledges is typed by them, letter by letter: never pasted nor dropped. */
export class LitigeMention extends Interaction {
    static selector = ".o_litige_mention";
    dynamicContent = {
        input: {
            "t-on-paste.prevent": () => {},
            "t-on-drop.prevent": () => {},
        },
    };
}

registry.category("public.interactions").add("litige_management.mention", LitigeMention);
