package org.docket.monitoring;

import java.util.Map;

/** The hub as a whole: {@code org.docket:type=Hub}. */
public interface HubMXBean {
    /** When it started, ISO 8601. */
    String getStartedAt();

    /** For how long it has been running. */
    long getUptimeSeconds();

    /** How many recordings the catalogue has, by state; where counting takes long, as it was a hundred times as long ago at most. */
    Map<String, Long> getRecordingsByState();

    /** The version of the policy in force. */
    String getPolicyVersion();

    /** The version of the rulebook in force: of the policy and the retention rules together. */
    String getRulebookVersion();

    /** Why the policy or the retention rules in the files are not in force; empty if they are. */
    String getPolicyWaiting();

    /** Where case systems connect to. */
    String getBrokerUrl();
}
