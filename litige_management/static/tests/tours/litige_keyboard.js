// Real keys, counted: a job that should take a dozen of them is held to it.

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
