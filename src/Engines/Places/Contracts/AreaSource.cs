namespace Linli.Places;

/// <summary>Where an area was taken from: the register before a survey, a survey before the contract (R02).</summary>
public enum AreaSource
{
    /// <summary>不动产登记簿.</summary>
    Register,

    /// <summary>测绘.</summary>
    Survey,

    /// <summary>买卖合同.</summary>
    Contract,
}
