using System.Collections.Specialized;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>Accepts an object, such as the output of ConvertFrom-Json, where a parameter expects a hashtable.</summary>
internal sealed class NamedValuesArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is not PSObject { BaseObject: PSCustomObject } bag)
        {
            return inputData;
        }

        var values = new OrderedDictionary();
        foreach (PSPropertyInfo property in bag.Properties)
        {
            values[property.Name] = property.Value;
        }

        return values;
    }
}
