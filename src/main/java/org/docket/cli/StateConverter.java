package org.docket.cli;

import java.util.Locale;
import org.docket.catalogue.RecordingState;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a state in any case. */
final class StateConverter implements ITypeConverter<RecordingState> {
    @Override
    public RecordingState convert(String text) {
        for (RecordingState state : RecordingState.values()) {
            if (state.name().equals(text.toUpperCase(Locale.ROOT))) {
                return state;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is not received, quarantined, deposited, disposing or disposed");
    }
}
