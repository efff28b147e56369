package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.docket.casework.SampleMessages.Sample;
import org.docket.testkit.TestHub;
import org.docket.vault.ReadLinks.ReadLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformationTest {
    private static final String SECRET = "Zk3vT9q%2BhW7yR2mC8sXbN4pLd6FgJ1uEoAiQ0wKcHs%3D";
    private static final String URL = "https://vault.example/recordings/a.mp4?se=2026-03-14&sp=r&sig=" + SECRET;
    private static final String XSLT = """
            <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:docket:evidence:v1">
              <xsl:template match="/">%s</xsl:template>
              <xsl:template name="twice"><xsl:param name="text"/>
                <xsl:choose>
                  <xsl:when test="string-length($text) &gt; 2000000"><x><xsl:value-of select="$text"/></x></xsl:when>
                  <xsl:otherwise><xsl:call-template name="twice">
                    <xsl:with-param name="text" select="concat($text, $text)"/></xsl:call-template></xsl:otherwise>
                </xsl:choose>
              </xsl:template>
            </xsl:stylesheet>
            """;

    @Test
    void oneThatDoesNotEndHoldsNobodyAndIsNotBegunWithoutAnEnd() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        MessageForm endless = event -> {
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return "late";
        };
        Transformation form = new Transformation("court.jslt", endless, Duration.ofMillis(50));

        for (int i = 0; i < Transformation.MOST_LEFT_BEHIND; i++) {
            assertThatThrownBy(() -> form.write(bare()))
                    .isInstanceOf(UnwritableMessage.class)
                    .hasMessageStartingWith("court.jslt does not end within 0 seconds; mend the transformation");
        }
        assertThatThrownBy(() -> form.write(bare()))
                .isInstanceOf(UnwritableMessage.class)
                .hasMessageStartingWith("court.jslt did not end on 3 messages, and is not run any more; mend");

        end.countDown();
        TestHub.eventually().untilAsserted(() -> assertThat(form.write(bare())).isEqualTo("late"));
    }

    @Test
    void anExpressionThatCallsItselfTwiceEachTimeEndsInTime() throws Exception {
        Transformation form = new Transformation(
                "court.jslt",
                JsltForm.compile("court.jslt", "def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1\n f(32)"),
                Duration.ofMillis(300));
        long began = System.nanoTime();

        assertThatThrownBy(() -> form.write(bare()))
                .isInstanceOf(UnwritableMessage.class)
                .hasMessageContaining("does not end within");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(5);
    }

    @Test
    void moreThanAMessageMayHaveIsNotWritten() throws Exception {
        String thousand = "x".repeat(1_000);
        List<MessageForm> forms = List.of(
                JsltForm.compile(
                        "court",
                        "def f(n, t) if ($n > 0) f($n - 1, $t + $t) else $t\n {\"x\": f(11, \"" + thousand + "\")}"),
                XsltForm.compile(
                        "court",
                        XSLT.formatted("<xsl:call-template name='twice'><xsl:with-param name='text' select=\"'"
                                + thousand + "'\"/></xsl:call-template>")));

        for (MessageForm form : forms) {
            assertThatThrownBy(() -> new Transformation("court", form).write(bare()))
                    .isInstanceOf(UnwritableMessage.class)
                    .hasMessageStartingWith("court gives more than 1048576 characters; correct");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number(.data.link.url)",
                "number(uppercase(.data.link.url))",
                "error(split(.data.link.url, \"sig=\")[1])",
                "error(.data.link.url[-30 : ])",
                "error(\"see \" + .data.link)",
                "number(\"x-\" + .data.link.url)",
            })
    void noErrorQuotesALink(String text) throws Exception {
        Transformation form = new Transformation("court.jslt", JsltForm.compile("court.jslt", text));
        ObjectNode event = bare();
        EvidenceMessage.addLink(event, new ReadLink(URL, Instant.parse("2026-03-14T23:47:33Z")));

        UnwritableMessage failure = catchThrowableOfType(UnwritableMessage.class, () -> form.write(event));

        assertThat(failure.getMessage()).startsWith("court.jslt:1:1: ");
        assertThat(failure.getMessage().toLowerCase(java.util.Locale.ROOT)).doesNotContain(pieces());
        assertThat(failure.getCause()).isNull();
    }

    @Test
    void aStylesheetQuotesNoLinkEither() throws Exception {
        Transformation form = new Transformation(
                "court.xslt",
                XsltForm.compile(
                        "court.xslt",
                        XSLT.formatted("<xsl:message terminate='yes'><xsl:value-of select='//d:url'/></xsl:message>")));
        ObjectNode event = bare();
        EvidenceMessage.addLink(event, new ReadLink(URL, Instant.parse("2026-03-14T23:47:33Z")));

        assertThatThrownBy(() -> form.write(event))
                .isInstanceOf(UnwritableMessage.class)
                .message()
                .satisfies(words ->
                        assertThat(words.toLowerCase(java.util.Locale.ROOT)).doesNotContain(pieces()));
    }

    @Test
    void ofAMessageThatIsALinkAnErrorSaysOnlyWhere() throws Exception {
        Transformation form =
                new Transformation("court.jslt", JsltForm.compile("court.jslt", "{\"x\": number(.data.sha256)}"));
        ObjectNode event = SampleMessages.all(true).stream()
                .filter(sample -> sample.type().equals(LinkMessage.TYPE))
                .map(Sample::event)
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> form.write(event))
                .hasMessage("court.jslt:1:1: fails on a message of docket.link.v1 with a link, and what it says may"
                        + " quote that; try it on one with a link that is over");
    }

    @Test
    void whatIsWrongWithSomethingElseIsSaidOfAMessageWithALinkToo() throws Exception {
        Transformation form =
                new Transformation("court.jslt", JsltForm.compile("court.jslt", "number(.data.category)"));
        ObjectNode event = bare();
        EvidenceMessage.addLink(event, new ReadLink(URL, Instant.parse("2026-03-14T23:47:33Z")));

        assertThatThrownBy(() -> form.write(event))
                .hasMessage("court.jslt:1:1: number(use-of-force) failed: not a number");
    }

    private static String[] pieces() {
        String lower = SECRET.toLowerCase(java.util.Locale.ROOT);
        return new String[] {lower.substring(0, 8), lower.substring(15, 23), lower.substring(lower.length() - 10)};
    }

    private static ObjectNode bare() {
        return SampleMessages.all(false).get(1).event();
    }
}
