<?xml version="1.0" encoding="UTF-8"?>
<!-- From Docket's XML (docs/api/evidence.xsd) to a referral of an invented complaints system. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:d="urn:docket:evidence:v1"
                exclude-result-prefixes="d">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:template match="d:evidence">
    <Referral messageId="{@id}" exhibit="{d:recordingId}">
      <xsl:attribute name="action">
        <xsl:choose>
          <xsl:when test="@type = 'docket.evidence.retained.v1'">open</xsl:when>
          <xsl:when test="@type = 'docket.evidence.updated.v1'">amend</xsl:when>
          <xsl:when test="@type = 'docket.evidence.released.v1'">close</xsl:when>
          <xsl:otherwise>destroyed</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <Digest algorithm="SHA-256"><xsl:value-of select="d:sha256"/></Digest>
      <Kind><xsl:value-of select="d:category"/></Kind>
      <xsl:apply-templates select="d:officer | d:incident | d:recordedAt | d:vault | d:link"/>
    </Referral>
  </xsl:template>

  <xsl:template match="d:officer">
    <Subject warrant="{d:id}"><xsl:value-of select="d:name"/></Subject>
  </xsl:template>

  <xsl:template match="d:incident">
    <IncidentReference><xsl:value-of select="."/></IncidentReference>
  </xsl:template>

  <xsl:template match="d:recordedAt">
    <OccurredAt><xsl:value-of select="."/></OccurredAt>
  </xsl:template>

  <xsl:template match="d:vault">
    <HeldAt><xsl:value-of select="."/></HeldAt>
  </xsl:template>

  <xsl:template match="d:evidence/d:link">
    <View until="{d:until}"><xsl:value-of select="d:url"/></View>
  </xsl:template>

  <!-- The answer to docket.link-requested.v1. -->
  <xsl:template match="/d:link">
    <View request="{d:request}" exhibit="{d:recordingId}" until="{d:until}"><xsl:value-of select="d:url"/></View>
  </xsl:template>
</xsl:stylesheet>
