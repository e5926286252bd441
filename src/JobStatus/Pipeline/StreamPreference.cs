using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>Finds out whether a cmdlet shows its verbose or debug messages.</summary>
internal static class StreamPreference
{
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="stream">Verbose or Debug, which is the name of the common parameter.</param>
    public static bool IsEnabled(PSCmdlet cmdlet, string stream) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out object? value)
            ? value is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue($"{stream}Preference"), out ActionPreference preference)
                && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
