using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;

namespace Linli.Platform.UseCases;

/// <summary>A request that changes something; runs in one transaction and is written to the audit log.</summary>
public interface ICommand<TAnswer>;

/// <summary>A request that only reads.</summary>
public interface IQuery<TAnswer>;

/// <summary>
/// A query whose handler waits for others, such as a payment service or a queue: no connection of the database is kept open for it
/// meanwhile, or those who wait would keep it from everybody else.
/// </summary>
public interface IWaitsForOthers;

/// <summary>What carries out a <see cref="ICommand{TAnswer}"/> or <see cref="IQuery{TAnswer}"/>.</summary>
public interface IHandler<in TRequest, TAnswer>
{
    /// <summary>
    /// Loads, decides, changes tracked entities. Saving and committing is done by <see cref="UseCaseRunner"/>, and only if
    /// the result is OK.
    /// </summary>
    Task<Result<TAnswer>> Handle(TRequest request, CancellationToken cancel);
}

/// <summary>A use case that a module lists: its handler, and where the API offers it.</summary>
public interface IUseCase
{
    /// <summary>Maps the use case under <c>/api/v1</c>; leaves it empty for use cases without an address.</summary>
    static abstract void Map(IEndpointRouteBuilder api);
}

/// <summary>A request that can check itself before anything is locked or loaded.</summary>
public interface IValidated
{
    /// <summary>Every problem found; none when the request is well-formed.</summary>
    IEnumerable<Problem> Problems();
}

/// <summary>A request whose rows are judged one by one: what is wrong with a row refuses that row, not all of them.</summary>
public interface IJudgedByRow;

/// <summary>
/// A command that may be sent again after a lost answer: the same key from the same caller is carried out once, and
/// answered with the first answer.
/// </summary>
public interface IRepeatable
{
    /// <summary>Made by the client, at most 100 characters; <c>null</c> when it does not care.</summary>
    string? IdempotencyKey { get; }

    /// <summary>
    /// What must be equal for two requests to be the same wish. Leave out what is made anew on every try, such as the ids of
    /// photos that were uploaded again after a lost answer.
    /// </summary>
    object Wish => this;
}

/// <summary>What the audit log says of a command beyond its name and its caller.</summary>
public interface IAudited
{
    /// <summary>The thing it was done to, such as a case id. Never personal data.</summary>
    string? AuditSubject { get; }
}
