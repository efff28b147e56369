package org.docket.dialect;

import java.util.Collection;
import java.util.List;

/** A sidecar that was taken apart, as one of the formats. */
interface Document {
    /** More values than that at one place are not looked at. */
    int MOST_VALUES = 200;

    /**
     * The values at a place, in their order; none if nothing stands there.
     *
     * @param place in the way of the format: a pointer, an expression, the name of a column
     * @throws UnreadableException if what stands there is no value or list of values
     */
    List<String> at(String place) throws UnreadableException;

    /** What is wrong with the document as a whole, where its values count all the same. */
    List<String> problems(Collection<String> places);
}
