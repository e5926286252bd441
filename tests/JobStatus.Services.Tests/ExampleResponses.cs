using System.IO;
using JobStatus.Sandbox;

namespace JobStatus.Services.Tests;

/// <summary>The example responses from the documentation of the services, which are resources of the sandbox.</summary>
internal static class ExampleResponses
{
    public static string AlmaJson => Read("alma-instance.json");

    public static string AlmaXml => Read("alma-instance.xml");

    public static string Xplenty => Read("xplenty-job-v2.json");

    private static string Read(string file)
    {
        using StreamReader reader = new(typeof(SandboxServer).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
