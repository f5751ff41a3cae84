using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Linli.Platform.Http;

/// <summary>Use cases as answers of endpoints.</summary>
public static class UseCaseEndpoints
{
    /// <summary>Carries out a command: 200 with the answer, or a problem.</summary>
    public static async Task<Results<Ok<TAnswer>, ProblemHttpResult>> Answer<TAnswer>(
        this UseCaseRunner runner, ICommand<TAnswer> command, CancellationToken cancel) =>
        OkOrProblem(await runner.Run(command, cancel));

    /// <summary>Answers a query: 200 with the answer, or a problem.</summary>
    public static async Task<Results<Ok<TAnswer>, ProblemHttpResult>> Answer<TAnswer>(
        this UseCaseRunner runner, IQuery<TAnswer> query, CancellationToken cancel) =>
        OkOrProblem(await runner.Ask(query, cancel));

    /// <summary>Carries out a command that makes something: 201 with its address, or a problem.</summary>
    public static async Task<Results<Created<TAnswer>, ProblemHttpResult>> Create<TAnswer>(
        this UseCaseRunner runner, ICommand<TAnswer> command, Func<TAnswer, string> address, CancellationToken cancel)
    {
        var result = await runner.Run(command, cancel);
        return result.Ok ? TypedResults.Created(address(result.Value), result.Value) : ProblemResults.From(result.Problems);
    }

    private static Results<Ok<TAnswer>, ProblemHttpResult> OkOrProblem<TAnswer>(Result<TAnswer> result) =>
        result.Ok ? TypedResults.Ok(result.Value) : ProblemResults.From(result.Problems);
}
