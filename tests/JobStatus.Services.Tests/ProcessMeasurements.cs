using Xunit;

namespace JobStatus.Services.Tests;

/// <summary>Ensures that no other tests run while the threads, the handles or the memory of the process are measured.</summary>
[CollectionDefinition(nameof(ProcessMeasurements), DisableParallelization = true)]
public sealed class ProcessMeasurements;
