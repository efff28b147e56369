package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import org.docket.catalogue.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlausibleTest {
    @Test
    void readsAPlaceWithAndWithoutAltitude() {
        assertThat(Plausible.iso6709("+51.4613-000.1156+012.000/")).isEqualTo(new Location(51.4613, -0.1156));
        assertThat(Plausible.iso6709("-33.86+151.21/")).isEqualTo(new Location(-33.86, 151.21));
        assertThat(Plausible.iso6709("+48-002")).isEqualTo(new Location(48, -2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+00.0000+000.0000/",
                "+91.5+010.2/",
                "+12.5+181.0/",
                "+5123.45-00012.30/",
                "51.4,-0.1",
                "+51.4"
            })
    void takesNothingElseForAPlace(String text) {
        assertThat(Plausible.iso6709(text)).isNull();
    }

    @Test
    void takesNoNonsenseForANumber() {
        assertThat(Plausible.seconds(0)).isNull();
        assertThat(Plausible.seconds(-3)).isNull();
        assertThat(Plausible.seconds(Double.NaN)).isNull();
        assertThat(Plausible.seconds(4.7e6)).isNull();
        assertThat(Plausible.framesPerSecond(Double.POSITIVE_INFINITY)).isNull();
        assertThat(Plausible.pixels(0)).isNull();
        assertThat(Plausible.seconds(12.34567)).isEqualTo(12.346);
    }

    @Test
    void takesNoGarbageForAName() {
        assertThat(Plausible.text(" Ceramic 7\0")).isEqualTo("Ceramic 7");
        assertThat(Plausible.text("\0\0")).isNull();
        assertThat(Plausible.text("Cam\u0007era")).isNull();
    }
}
