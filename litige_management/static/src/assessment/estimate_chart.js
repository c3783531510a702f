import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const BOX = { width: 560, height: 220, left: 90, right: 30, top: 24, bottom: 34 };

/** What going on is worth against the chance of winning, with the offer as a level line. */
export class EstimateChart extends Component {
    static template = "litige_management.EstimateChart";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data[this.props.name];
    }

    get box() {
        return BOX;
    }

    get range() {
        const values = [...this.data.points.map((point) => point.value), 0];
        if (this.data.offer) {
            values.push(this.data.offer.value);
        }
        const low = Math.min(...values);
        const high = Math.max(...values);
        return high > low ? { low, high } : { low, high: low + 1 };
    }

    x(chance) {
        return BOX.left + ((BOX.width - BOX.left - BOX.right) * chance) / 100;
    }

    y(value) {
        const { low, high } = this.range;
        return BOX.top + ((BOX.height - BOX.top - BOX.bottom) * (high - value)) / (high - low);
    }

    get line() {
        return this.data.points
            .map((point) => `${this.x(point.chance)},${this.y(point.value)}`)
            .join(" ");
    }

    /** The labels of the vertical axis: both ends of the line and zero, unless they touch. */
    get ticks() {
        const { points, zero } = this.data;
        const ticks = [points.at(-1), points[0], { value: 0, label: zero }];
        if (this.data.offer) {
            ticks.push(this.data.offer);
        }
        return ticks
            .map((tick) => ({ label: tick.label, y: this.y(tick.value) }))
            .filter(
                (tick, rank, all) =>
                    !all.slice(0, rank).some((other) => Math.abs(other.y - tick.y) < 13)
            );
    }
}

registry.category("fields").add("litige_estimate_chart", {
    component: EstimateChart,
    supportedTypes: ["json"],
});
