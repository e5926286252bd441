using JobStatus.Pipeline;

namespace JobStatus.Services.Tests;

internal static class RecommendedActions
{
    /// <summary>Adds the recommended action of the PowerShell layer to an error, if the error has none.</summary>
    public static JobServiceException WithRecommendedAction(this JobServiceException error)
    {
        ErrorTable.AddRecommendedAction(error);
        return error;
    }
}
