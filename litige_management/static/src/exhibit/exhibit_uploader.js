import { Component, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { checkFileSize } from "@web/core/utils/files";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// Files travel together up to this size (bytes), so that no request gets too long.
const BATCH_SIZE = 15 * 1024 * 1024;

/** Add several files to a dispute at once: chosen, or dropped anywhere on its tab. */
export class ExhibitUploader extends Component {
    static template = "litige_management.ExhibitUploader";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.notification = useService("notification");
        const root = useRef("root");
        this.input = useRef("input");
        const page = {
            get el() {
                return root.el?.closest(".tab-pane") || root.el;
            },
        };
        useDropzone(page, (ev) => this.onDrop(ev), "", () => !this.props.readonly);
    }

    async onDrop(ev) {
        ev.preventDefault();
        await this.add([...ev.dataTransfer.files]);
    }

    async onChange(ev) {
        const files = [...ev.target.files];
        ev.target.value = null;
        await this.add(files);
    }

    async add(files) {
        const { record } = this.props;
        if (!files.length || !(await record.save())) {
            return;
        }
        this.ui.block();
        try {
            const refused = await this.send(files.filter((f) => checkFileSize(f.size, this.notification)));
            for (const reason of refused) {
                this.notification.add(reason, { type: "warning", sticky: true });
            }
        } finally {
            this.ui.unblock();
        }
        await record.load();
    }

    async send(files) {
        const refused = [];
        let [batch, size, added] = [[], 0, 0];
        const flush = async () => {
            if (batch.length) {
                const { resId, resModel } = this.props.record;
                const args = [[resId], batch];
                const result = await this.orm.call(resModel, "add_exhibit_files", args);
                refused.push(...result.refused);
                added += result.added;
            }
            [batch, size] = [[], 0];
        };
        for (const file of files) {
            if (size + file.size > BATCH_SIZE) {
                await flush();
            }
            const url = await getDataURLFromFile(file);
            batch.push({ name: file.name, data: url.split(",")[1] || "" });
            size += file.size;
        }
        await flush();
        if (added) {
            this.notification.add(_t("%s exhibits added.", added), { type: "success" });
        }
        return refused;
    }
}

registry.category("view_widgets").add("litige_exhibit_uploader", { component: ExhibitUploader });
