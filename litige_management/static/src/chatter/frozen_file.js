import { Attachment } from "@mail/core/common/attachment_model";
import { patch } from "@web/core/utils/patch";

/** No trash on what is frozen: the server would refuse. */
patch(Attachment.prototype, {
    get isDeletable() {
        return !this.litige_frozen && super.isDeletable;
    },
});
