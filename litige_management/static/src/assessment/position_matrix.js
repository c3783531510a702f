import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The table of positions and exhibits: what each exhibit says of each position, and how much. */
export class PositionMatrix extends Component {
    static template = "litige_management.PositionMatrix";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
    }

    get table() {
        return this.props.record.data[this.props.name];
    }

    get groups() {
        return ["ours", "theirs"]
            .map((side) => ({
                side,
                label: this.table.sides[side],
                positions: this.table.positions.filter((position) => position.side === side),
            }))
            .filter((group) => group.positions.length);
    }

    cell(position, exhibit) {
        return position.cells[exhibit.id] || { value: "", usable: true, note: "" };
    }

    choice(value) {
        return this.table.choices.find((choice) => choice.value === value);
    }

    /** What a screen reader says of a cell: which exhibit, of which position. */
    label(position, exhibit) {
        return `${exhibit.label} / ${position.subject}`;
    }

    title(position, exhibit) {
        const cell = this.cell(position, exhibit);
        return [
            this.choice(cell.value).label,
            cell.value && !cell.usable ? this.table.words.unusable : "",
            cell.note,
        ]
            .filter(Boolean)
            .join(" – ");
    }

    cellClass(position, exhibit) {
        const cell = this.cell(position, exhibit);
        const [stance, weight] = cell.value.split(":");
        return stance ? `o_litige_${stance} o_litige_${weight}${cell.usable ? "" : " opacity-50"}` : "";
    }

    async onChange(position, exhibit, ev) {
        const [stance, weight] = ev.target.value.split(":");
        const { record } = this.props;
        if (await record.save()) {
            await this.orm.call("litige.position", "action_weigh", [
                [position.id],
                exhibit.id,
                stance || false,
                weight || false,
            ]);
            await record.load();
        }
    }
}

registry.category("fields").add("litige_position_matrix", {
    component: PositionMatrix,
    supportedTypes: ["json"],
});
