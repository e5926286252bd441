namespace JobStatus.Sandbox.Alma;

/// <summary>The types of Alma's job definitions. The first letter is that of their ids.</summary>
public enum DefinitionType
{
    /// <summary>A person or the API starts it.</summary>
    Manual,

    /// <summary>A schedule starts it.</summary>
    Scheduled,

    /// <summary>Alma starts it.</summary>
    Other,
}
