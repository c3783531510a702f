import { registry } from "@web/core/registry";

// From the figure to the disputes behind it. Selectors, not words: it runs in any language.

function tile(code) {
    return `.o_litige_tile[data-tile=${code}]`;
}

function open(code, found) {
    return [
        {
            content: `The tile ${code} opens its list`,
            trigger: `${tile(code)}:has(.o_litige_figure) .o_litige_tile_title button`,
            run: "click",
        },
        {
            content: "What the figure counts is there",
            trigger: found,
        },
        {
            content: "Back to the figures",
            trigger: ".breadcrumb-item a, .o_back_button",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("litige_dashboard", {
    steps: () => [
        {
            content: "Seven tiles, each with its figure and its words",
            trigger: ".o_litige_tiles:has(.o_litige_tile:nth-child(7))",
            run() {
                for (const words of document.querySelectorAll(".o_litige_tile_words")) {
                    if (words.textContent.trim().length < 20) {
                        throw new Error(`A tile says too little: ${words.textContent}`);
                    }
                }
                const page = document.querySelector(".o_litige_dashboard .o_content");
                if (page.scrollWidth > page.clientWidth) {
                    throw new Error("The page must never scroll sideways");
                }
            },
        },
        ...open("deadlines", ".o_list_view .o_data_row"),
        ...open("open", ".o_list_view .o_group_header"),
        ...open("flow", ".o_list_view .o_data_row"),
        ...open("money", ".o_list_view .o_data_row"),
        ...open("days", ".o_list_view .o_group_header"),
        ...open("causes", ".o_list_view .o_group_header"),
        ...open("ways", ".o_list_view .o_group_header"),
        {
            content: "A bar opens its own disputes",
            trigger: `${tile("open")} button.o_litige_row`,
            run: "click",
        },
        {
            content: "Those of one phase",
            trigger: ".o_list_view .o_data_row",
        },
    ],
});
