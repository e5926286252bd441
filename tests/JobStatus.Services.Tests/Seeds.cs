using System.IO;
using JobStatus.Sandbox;

namespace JobStatus.Services.Tests;

/// <summary>The examples of the services' documentation, as the sandbox carries them.</summary>
internal static class Seeds
{
    public static string AlmaJson => Read("alma-instance.json");

    public static string AlmaXml => Read("alma-instance.xml");

    private static string Read(string file)
    {
        using StreamReader reader = new(typeof(SandboxServer).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
