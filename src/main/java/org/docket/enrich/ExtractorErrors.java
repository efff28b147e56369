package org.docket.enrich;

import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.mp4.Mp4Directory;
import java.util.ArrayList;
import java.util.List;

/** Turns what metadata-extractor complains of into problems. */
final class ExtractorErrors {
    private static final String END_REACHED = "End of data reached.";

    private ExtractorErrors() {}

    static void addTo(List<String> problems, Metadata metadata) {
        for (Directory directory : metadata.getDirectories()) {
            List<String> errors = new ArrayList<>();
            directory.getErrors().forEach(errors::add);
            if (directory instanceof Mp4Directory) {
                // why: the reader of boxes has no other way to notice that it is done, even in a faultless recording
                errors.remove(END_REACHED);
            }
            for (String error : errors) {
                problems.add(
                        "the " + directory.getName() + " part of the container could not be read in full: " + error);
            }
        }
    }
}
