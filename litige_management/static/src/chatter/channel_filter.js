import { Chatter } from "@mail/chatter/web_portal/chatter";
// The backend's chatter adds its components first.
import "@mail/chatter/web/chatter_patch";
import { Thread } from "@mail/core/common/thread_model";

import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

Object.assign(Chatter.components, { Dropdown, DropdownItem });

/** The channels of the communication log, as the server knows their subtypes. */
const CHANNELS = [
    { code: "call", label: _t("Calls"), icon: "fa-phone" },
    { code: "meeting", label: _t("Meetings"), icon: "fa-users" },
    { code: "email", label: _t("E-mails"), icon: "fa-at" },
    { code: "letter", label: _t("Letters"), icon: "fa-envelope-o" },
    { code: "sms", label: _t("Text Messages"), icon: "fa-mobile" },
    { code: "visit", label: _t("Visits"), icon: "fa-home" },
    { code: "ledger", label: _t("Payments"), icon: "fa-money" },
];

patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        /** @type {string|undefined} the only channel shown; undefined: all messages */
        this.litigeChannel = undefined;
    },

    async fetchMessagesData({ after, around, before } = {}) {
        if (!this.litigeChannel) {
            return super.fetchMessagesData(...arguments);
        }
        return rpc(this.getFetchRoute(), {
            ...this.getFetchParams(),
            fetch_params: {
                limit: this.store.FETCH_LIMIT,
                after,
                around,
                before,
                litige_channel: this.litigeChannel,
            },
        });
    },

    /** Show the messages of one channel (all of them without). */
    async litigeShowChannel(channel) {
        if (this.litigeChannel === channel || this.status === "loading") {
            return;
        }
        this.litigeChannel = channel;
        this.messages = [];
        this.isLoaded = false;
        await this.fetchNewMessages();
    },
});

patch(Chatter.prototype, {
    get litigeChannels() {
        return CHANNELS;
    },

    get litigeHasChannels() {
        return this.state.thread?.model === "litige.case" && Boolean(this.state.thread.id);
    },

    get litigeChannel() {
        return CHANNELS.find(({ code }) => code === this.state.thread?.litigeChannel);
    },

    changeThread() {
        // Another day, another look: nobody expects messages to be hidden.
        const previous = this.state.thread;
        super.changeThread(...arguments);
        if (previous && !previous.eq(this.state.thread)) {
            previous.litigeShowChannel(undefined);
        }
    },

    onPostCallback() {
        // What was just written must show.
        this.state.thread.litigeShowChannel(undefined);
        super.onPostCallback(...arguments);
    },
});
