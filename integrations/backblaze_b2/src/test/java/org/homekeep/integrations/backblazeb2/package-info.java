/** Tests of the integration Backblaze B2, most of them against the emulator over HTTP. */
package org.homekeep.integrations.backblazeb2;
