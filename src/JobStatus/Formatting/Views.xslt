<?xml version="1.0" encoding="utf-8"?>
<!-- Creates JobStatus.Format.ps1xml from Views.xml. PowerShell reads the result at every import, so it is not indented. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" />
  <xsl:strip-space elements="*" />

  <!-- These methods of FormatText take $PSStyle as a second argument, for the colors. -->
  <xsl:variable name="colored" select="' State Severity ShortSeverity Messages Brief '" />

  <xsl:template match="Views">
    <Configuration>
      <ViewDefinitions>
        <xsl:apply-templates select="Type" />
        <View>
          <Name>RemoteJobWide</Name>
          <ViewSelectedBy><TypeName>JobStatus.RemoteJob</TypeName></ViewSelectedBy>
          <WideControl>
            <WideEntries>
              <WideEntry>
                <WideItem>
                  <xsl:call-template name="value">
                    <xsl:with-param name="format" select="'Brief'" />
                  </xsl:call-template>
                </WideItem>
              </WideEntry>
            </WideEntries>
          </WideControl>
        </View>
        <View>
          <Name>Wide</Name>
          <ViewSelectedBy><TypeName>JobStatus.ServiceObject</TypeName></ViewSelectedBy>
          <WideControl>
            <WideEntries>
              <WideEntry>
                <WideItem><xsl:call-template name="value" /></WideItem>
              </WideEntry>
            </WideEntries>
          </WideControl>
        </View>
        <View>
          <Name>Custom</Name>
          <ViewSelectedBy><TypeName>JobStatus.ServiceObject</TypeName></ViewSelectedBy>
          <CustomControl>
            <CustomEntries>
              <CustomEntry>
                <CustomItem>
                  <ExpressionBinding><xsl:call-template name="value" /></ExpressionBinding>
                </CustomItem>
              </CustomEntry>
            </CustomEntries>
          </CustomControl>
        </View>
        <View>
          <Name>TextTable</Name>
          <ViewSelectedBy><TypeName>JobStatus.ServiceObject</TypeName></ViewSelectedBy>
          <TableControl>
            <TableHeaders>
              <TableColumnHeader><Label>Text</Label></TableColumnHeader>
            </TableHeaders>
            <TableRowEntries>
              <TableRowEntry>
                <TableColumnItems>
                  <TableColumnItem><xsl:call-template name="value" /></TableColumnItem>
                </TableColumnItems>
              </TableRowEntry>
            </TableRowEntries>
          </TableControl>
        </View>
      </ViewDefinitions>
    </Configuration>
  </xsl:template>

  <xsl:template match="Type">
    <xsl:apply-templates select="Table" />
    <xsl:if test="List">
      <View>
        <Name><xsl:value-of select="@Name" />List</Name>
        <ViewSelectedBy><TypeName>JobStatus.<xsl:value-of select="@Name" /></TypeName></ViewSelectedBy>
        <ListControl>
          <ListEntries><xsl:apply-templates select="List" /></ListEntries>
        </ListControl>
      </View>
    </xsl:if>
  </xsl:template>

  <xsl:template match="Table">
    <View>
      <Name><xsl:value-of select="../@Name" /></Name>
      <ViewSelectedBy><TypeName>JobStatus.<xsl:value-of select="../@Name" /></TypeName></ViewSelectedBy>
      <xsl:if test="@GroupBy">
        <GroupBy>
          <xsl:call-template name="value">
            <xsl:with-param name="property" select="@GroupBy" />
          </xsl:call-template>
          <Label><xsl:value-of select="@GroupBy" /></Label>
        </GroupBy>
      </xsl:if>
      <TableControl>
        <TableHeaders><xsl:apply-templates select="Column" mode="header" /></TableHeaders>
        <TableRowEntries>
          <TableRowEntry>
            <xsl:if test="@Wrap"><Wrap /></xsl:if>
            <TableColumnItems><xsl:apply-templates select="Column" mode="item" /></TableColumnItems>
          </TableRowEntry>
        </TableRowEntries>
      </TableControl>
    </View>
  </xsl:template>

  <xsl:template match="Column" mode="header">
    <TableColumnHeader>
      <Label><xsl:value-of select="@Name" /></Label>
      <xsl:if test="@Width"><Width><xsl:value-of select="@Width" /></Width></xsl:if>
      <xsl:if test="@Align"><Alignment><xsl:value-of select="@Align" /></Alignment></xsl:if>
    </TableColumnHeader>
  </xsl:template>

  <xsl:template match="Column" mode="item">
    <TableColumnItem>
      <xsl:call-template name="value">
        <xsl:with-param name="property" select="(@Property | @Name[not(../@Property)])[1]" />
        <xsl:with-param name="format" select="@As" />
      </xsl:call-template>
    </TableColumnItem>
  </xsl:template>

  <xsl:template match="List">
    <ListEntry>
      <xsl:if test="@Type">
        <EntrySelectedBy><TypeName>JobStatus.<xsl:value-of select="@Type" /></TypeName></EntrySelectedBy>
      </xsl:if>
      <ListItems><xsl:apply-templates /></ListItems>
    </ListEntry>
  </xsl:template>

  <xsl:template match="Use">
    <xsl:apply-templates select="../../Group[@Name = current()/@Group]/text()" />
  </xsl:template>

  <!-- The words of a list, one after the other. -->
  <xsl:template match="text()" name="items">
    <xsl:param name="words" select="concat(normalize-space(), ' ')" />
    <xsl:variable name="word" select="substring-before($words, ' ')" />
    <xsl:if test="$word">
      <xsl:variable name="property" select="substring-before(concat($word, ':'), ':')" />
      <ListItem>
        <xsl:if test="not(contains($word, ':Value'))"><Label><xsl:value-of select="$property" /></Label></xsl:if>
        <xsl:call-template name="value">
          <xsl:with-param name="property" select="$property" />
          <xsl:with-param name="format" select="substring-after($word, ':')" />
        </xsl:call-template>
      </ListItem>
      <xsl:call-template name="items">
        <xsl:with-param name="words" select="substring-after($words, ' ')" />
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- What to show: a property of the object, or the object itself. -->
  <xsl:template name="value">
    <xsl:param name="property" />
    <xsl:param name="format" />
    <xsl:choose>
      <xsl:when test="$format = 'Value'">
        <PropertyName><xsl:value-of select="$property" /></PropertyName>
      </xsl:when>
      <xsl:otherwise>
        <ScriptBlock>
          <xsl:text>[JobStatus.Formatting.FormatText]::</xsl:text>
          <xsl:choose>
            <xsl:when test="string($format)"><xsl:value-of select="$format" /></xsl:when>
            <xsl:otherwise>Line</xsl:otherwise>
          </xsl:choose>
          <xsl:text>($_</xsl:text>
          <xsl:if test="string($property)">.<xsl:value-of select="$property" /></xsl:if>
          <xsl:if test="contains($colored, concat(' ', $format, ' '))">
            <xsl:text>, $ExecutionContext.SessionState.PSVariable.GetValue('PSStyle')</xsl:text>
          </xsl:if>
          <xsl:text>)</xsl:text>
        </ScriptBlock>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
