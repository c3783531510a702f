// Real keys, counted: a job that should take a dozen of them is held to it.

const STEP = 50; // ms between two looks at the page
const PATIENCE = 8000; // ms, under the 10 s that a step may last
const RETYPE = 2500; // ms before what was typed is taken for lost

/** Resolve to the first true answer of the function; to a false one when time is up. */
export async function waitFor(look, patience = PATIENCE) {
    const end = Date.now() + patience;
    let seen = look();
    while (!seen && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, STEP));
        seen = look();
    }
    return seen;
}

export class Keyboard {
    constructor() {
        this.pressed = 0;
    }

    /** Press keys one after the other, where the focus is; each counts for one. */
    async press(helpers, ...keys) {
        for (const key of keys) {
            this.pressed++;
            await helpers.press(key);
        }
    }

    /**
     * Type in the many2one of a field until a line is proposed, active, for the whole text.
     *
     * A tour types faster than the page is drawn: on a busy machine, drawing an older state takes the last
     * letter away. A person sees it and types on: the letters count once.
     */
    async search(helpers, field, text) {
        this.pressed += text.length;
        const root = `${field} .o-autocomplete`;
        const isProposed = () =>
            document.querySelector(`${root} input`)?.value === text &&
            document
                .querySelector(`${root}--dropdown-item .ui-state-active .text-primary`)
                ?.textContent.toLowerCase() === text;
        const end = Date.now() + PATIENCE;
        await this.type(helpers, text);
        while (!(await waitFor(isProposed, RETYPE)) && Date.now() < end) {
            await helpers.clear(`${root} input`);
            await this.type(helpers, text);
        }
    }

    /** Type free text where the focus is. What a person has to say is not counted. */
    async type(helpers, text) {
        for (const char of text) {
            await helpers.press(char);
        }
    }

    /** Fail unless the focus is in the field. */
    expectFocus(name) {
        const element = document.activeElement;
        const field = element.closest(".o_field_widget")?.getAttribute("name");
        if (field !== name) {
            throw new Error(`“${name}” should have the focus, not ${element.outerHTML}`);
        }
    }

    /** Fail when the job took more keys than it should. */
    expectAtMost(limit) {
        if (this.pressed > limit) {
            throw new Error(`${this.pressed} keys were pressed, at most ${limit} expected`);
        }
    }
}

/** Fail unless the element holds the text, whatever kind of spaces it is written with. */
export function expectText(element, text) {
    const found = element.textContent.replace(/\s+/g, " ");
    if (!found.includes(text)) {
        throw new Error(`“${text}” was expected in “${found.trim()}”`);
    }
}
