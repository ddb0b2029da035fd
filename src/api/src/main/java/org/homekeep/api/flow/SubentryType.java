package org.homekeep.api.flow;

import org.homekeep.api.schema.FormSchema;

/**
 * A kind of subentries that an integration knows.
 *
 * @param schema what the data of such a subentry holds
 * @param flow makes one and, when its keys hold the step {@code reconfigure}, changes one
 */
public record SubentryType(FormSchema schema, FlowFactory<SubentryFlow> flow) {}
