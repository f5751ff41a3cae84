using Microsoft.AspNetCore.Components;

namespace Linli.Web;

/// <summary>What every field has. Fields render plain inputs; a page reads them from the posted form.</summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>Name in the posted form.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>What people read above it.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>The value shown.</summary>
    [Parameter] public string? Value { get; set; }

    /// <summary>What is wrong with the value, or <c>null</c>.</summary>
    [Parameter] public string? Error { get; set; }

    /// <summary>One line of help.</summary>
    [Parameter] public string? Hint { get; set; }

    /// <summary>Whether it must be filled in; optional fields say so.</summary>
    [Parameter] public bool Required { get; set; }

    /// <summary>Whether the browser insists on what is required; not for a field that may be out of sight, where the server does.</summary>
    [Parameter] public bool Insist { get; set; } = true;

    /// <summary>Further attributes of the control.</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? More { get; set; }

    /// <summary>Whether the control itself is marked as required.</summary>
    protected bool Insists => Required && Insist;

    /// <summary>Element id of the control.</summary>
    protected string Id => FieldId.Of(Name);

    /// <summary>Ids of the hint and the error, for <c>aria-describedby</c>.</summary>
    protected string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-hint {Id}-error",
    };

    /// <summary><c>true</c> as text, or no attribute at all.</summary>
    protected string? Invalid => Error is null ? null : "true";
}
