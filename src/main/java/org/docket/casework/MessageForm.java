package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.docket.catalogue.Json;

/** A form in which a case system reads messages. Any number of threads may use it. */
public interface MessageForm {
    /** As it is: a CloudEvent in structured JSON. */
    MessageForm JSON = Json::write;

    /**
     * The text of a message.
     *
     * @param event CloudEvent in structured JSON
     * @throws UnwritableMessage if it cannot be put into this form
     */
    String write(ObjectNode event);
}
