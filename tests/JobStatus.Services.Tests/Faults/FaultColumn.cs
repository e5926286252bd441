using System;
using System.Linq;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>A column of the fault matrix: every fault of docs/reliability.md, over a real connection.</summary>
public abstract class FaultColumn
{
    // How often things go wrong where they pass.
    private protected const int Some = 2;

    public static TheoryData<string, SandboxService> Rows =>
        new(FaultRows.All.SelectMany(row => row.Services.Select(service => (row.Name, service))));

    private protected static FaultRow Row(string name) => FaultRows.All.Single(row => row.Name == name);

    private protected static void AssertError(FaultRow row, JobServiceErrorKind kind, JobServiceException error, SandboxService service)
    {
        Assert.True(kind == error.Kind, $"{error.Kind} instead of {kind}: {error}");
        Assert.Equal(service.ToString(), error.Service);
        AssertNotBare(error);
        Assert.All(row.Says, said => Assert.Contains(said, error.Problem, StringComparison.Ordinal));
    }

    // What was asked, what came and from where, what to do, and the service's own code and number.
    private static void AssertNotBare(JobServiceException error)
    {
        string problem = error.Problem;
        Assert.Matches("^(Alma job|Instances of Alma job|Xplenty jobs?|Alteryx job|Jobs of Alteryx workflow|Alteryx access token|Alteryx returned no access token)( [0-9A-Za-z]+)*: .*[^.][.]$", problem);
        Assert.Matches("127[.]0[.]0[.]1|example[.]org|[.]invalid", problem);
        if (error.StatusCode is { } status and not (>= 300 and < 400))
        {
            Assert.Contains($"HTTP {status}", problem, StringComparison.Ordinal);
        }

        Assert.All(new[] { error.ErrorCode, error.TrackingId }, said => Assert.Contains(said ?? "", problem, StringComparison.Ordinal));
        Assert.EndsWith(".", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal($"{problem} {error.RecommendedAction}", error.Message);
    }

    private protected static void AssertAskedAgain(FaultStage stage, int times) =>
        Assert.Equal(times, stage.Lines.Count(line => line.Contains("retrying in", StringComparison.Ordinal)));
}
