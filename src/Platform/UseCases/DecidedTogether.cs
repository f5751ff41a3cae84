using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Platform.UseCases;

/// <summary>A command that may be decided together with others of its kind that come at the same time, in one transaction with one commit.</summary>
public interface IGathered
{
    /// <summary>
    /// What it is about, such as a session: where that turns out to be nothing for deciding together, others about it go by themselves for
    /// a while. <c>null</c> for a command that goes by itself in any case.
    /// </summary>
    object? GatheredAbout { get; }
}

/// <summary>A command with who gave it.</summary>
/// <param name="Command">What is wanted; its shape was checked.</param>
/// <param name="Caller">By whom.</param>
public sealed record Asked<TCommand>(TCommand Command, Caller Caller);

/// <summary>What was decided about one of several commands.</summary>
/// <param name="Answer">The answer or the refusal; <c>null</c> where the command has to go by itself.</param>
/// <param name="About">Whether everything about the same thing goes by itself as well.</param>
public readonly record struct Decision<TAnswer>(Result<TAnswer>? Answer, bool About = false)
{
#pragma warning disable CA1000 // reads best where the type is already named
    /// <summary>This one goes by itself.</summary>
    public static Decision<TAnswer> Alone => new(null);

    /// <summary>This one goes by itself, and so do those about the same thing.</summary>
    public static Decision<TAnswer> NeverTogether => new(null, About: true);
#pragma warning restore CA1000
}

/// <summary>
/// Decides commands that came at the same time, in the order of their coming, each like its <see cref="IHandler{TRequest,TAnswer}"/>
/// would after those before it. Whoever is refused leaves nothing behind; the others are not touched by it.
/// </summary>
public interface IDecidesTogether<TCommand, TAnswer> where TCommand : ICommand<TAnswer>
{
    /// <summary>
    /// Locks and loads for all of them, decides one after the other, and adds what the accepted ones write. Saving and committing is done
    /// by the runner.
    /// </summary>
    /// <returns>A decision for each, in their order.</returns>
    Task<IReadOnlyList<Decision<TAnswer>>> Decide(IReadOnlyList<Asked<TCommand>> asked, GatheredWrites writes, CancellationToken cancel);
}
