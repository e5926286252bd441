namespace JobStatus.Sandbox.Alma;

/// <summary>The types of Alma job definitions. A definition's id starts with the first letter of its type.</summary>
public enum DefinitionType
{
    /// <summary>A person or the API starts the job.</summary>
    Manual,

    /// <summary>A schedule starts the job.</summary>
    Scheduled,

    /// <summary>Alma starts the job.</summary>
    Other,
}
