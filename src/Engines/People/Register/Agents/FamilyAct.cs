namespace Linli.People.Register.Agents;

/// <summary>One thing that somebody did for a member of the family (代办记录); the person acted for reads it.</summary>
internal sealed class FamilyAct
{
    public required Guid Id { get; init; }

    public Guid? AgencyId { get; init; }

    public required Guid AgentId { get; init; }

    public required string AgentName { get; init; }

    public required Guid PrincipalId { get; init; }

    public required string Matter { get; init; }

    public required string Subject { get; init; }

    public required string WhatZh { get; init; }

    public required string WhatEn { get; init; }

    public required string Link { get; init; }

    public required DateTimeOffset At { get; init; }
}
