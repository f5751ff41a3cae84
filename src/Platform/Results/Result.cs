using System.Diagnostics.CodeAnalysis;

namespace Linli.Platform.Results;

/// <summary>Either the answer of a use case or the problems that prevented it. Exceptions are for bugs.</summary>
public readonly struct Result<T>
{
    private readonly IReadOnlyList<Problem>? problems;

    private Result(T? value, IReadOnlyList<Problem>? problems)
    {
        Value = value;
        this.problems = problems;
    }

    /// <summary>The answer; only when <see cref="Ok"/>.</summary>
    public T? Value { get; }

    /// <summary>Empty when <see cref="Ok"/>.</summary>
    public IReadOnlyList<Problem> Problems => problems ?? [];

    /// <summary>Whether the use case was carried out.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => problems is null;

    /// <summary>The first problem; only when not <see cref="Ok"/>.</summary>
    public Problem Problem => Problems[0];

#pragma warning disable CA1000 // reads best where the type is already named
    /// <summary>Several problems at once, so that a form can show all of them.</summary>
    public static Result<T> Fail(IReadOnlyList<Problem> problems) => new(default, problems);
#pragma warning restore CA1000

    /// <summary>Carries this result's problems into a result of another type.</summary>
    public Result<TOther> As<TOther>() => Result<TOther>.Fail(Problems);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, [problem]);
}

/// <summary>The answer of a use case that has nothing to say beyond "done".</summary>
public readonly record struct Done
{
    /// <summary>The only value.</summary>
    public static readonly Done It;
}
