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

    private protected static void AssertKind(JobServiceErrorKind kind, JobServiceException error, SandboxService service)
    {
        Assert.True(kind == error.Kind, $"{error.Kind} instead of {kind}: {error}");
        Assert.Equal(service.ToString(), error.Service);
        Assert.NotEmpty(error.RecommendedAction);
    }

    private protected static void AssertAskedAgain(FaultStage stage, int times) =>
        Assert.Equal(times, stage.Lines.Count(line => line.Contains("asked again in", StringComparison.Ordinal)));
}
